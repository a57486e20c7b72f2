/*
 * Runs libtelnet over files, for test/bench/parser.ts.
 *   driver --events FILE     writes the events of FILE in the form of test/bench/events.ts
 *   driver FILE...           reads lines "index passes", answers "CPU seconds, sum of what was seen"
 * In proxy mode libtelnet reports every negotiation and answers none, as our parser does.
 */
/* libtelnet.h needs size_t and does not fetch it. */
#include <stddef.h>

#include <libtelnet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define CHUNK 4096

struct corpus {
	char *bytes;
	size_t size;
};

static struct corpus load(const char *path)
{
	struct corpus corpus = {0};
	FILE *file = fopen(path, "rb");
	if (!file || fseek(file, 0, SEEK_END)) {
		perror(path);
		exit(1);
	}
	corpus.size = (size_t)ftell(file);
	rewind(file);
	corpus.bytes = malloc(corpus.size);
	if (!corpus.bytes || fread(corpus.bytes, 1, corpus.size, file) != corpus.size) {
		perror(path);
		exit(1);
	}
	fclose(file);
	return corpus;
}

/* Looks at each event just enough that nothing can be left out: lengths and codes. */
static void count(telnet_t *telnet, telnet_event_t *event, void *user)
{
	unsigned long long *sum = user;
	(void)telnet;
	switch (event->type) {
	case TELNET_EV_DATA:
		*sum += event->data.size;
		break;
	case TELNET_EV_IAC:
		*sum += event->iac.cmd;
		break;
	case TELNET_EV_WILL:
	case TELNET_EV_WONT:
	case TELNET_EV_DO:
	case TELNET_EV_DONT:
		*sum += event->neg.telopt;
		break;
	case TELNET_EV_SUBNEGOTIATION:
		*sum += event->sub.telopt + event->sub.size;
		break;
	default:
		break;
	}
}

static void put_data(const char *bytes, size_t size)
{
	size_t i;
	for (i = 0; i < size; i++) {
		if ((unsigned char)bytes[i] == 255)
			putchar(255);
		putchar(bytes[i]);
	}
}

static void put_verb(int verb, int option)
{
	putchar(255);
	putchar(verb);
	putchar(option);
}

static void list(telnet_t *telnet, telnet_event_t *event, void *user)
{
	(void)telnet;
	(void)user;
	switch (event->type) {
	case TELNET_EV_DATA:
		put_data(event->data.buffer, event->data.size);
		break;
	case TELNET_EV_IAC:
		putchar(255);
		putchar(event->iac.cmd);
		break;
	case TELNET_EV_WILL:
		put_verb(TELNET_WILL, event->neg.telopt);
		break;
	case TELNET_EV_WONT:
		put_verb(TELNET_WONT, event->neg.telopt);
		break;
	case TELNET_EV_DO:
		put_verb(TELNET_DO, event->neg.telopt);
		break;
	case TELNET_EV_DONT:
		put_verb(TELNET_DONT, event->neg.telopt);
		break;
	case TELNET_EV_SUBNEGOTIATION:
		put_verb(TELNET_SB, event->sub.telopt);
		putchar((int)(event->sub.size >> 24));
		putchar((int)(event->sub.size >> 16));
		putchar((int)(event->sub.size >> 8));
		putchar((int)event->sub.size);
		fwrite(event->sub.buffer, 1, event->sub.size, stdout);
		break;
	default:
		fprintf(stderr, "unexpected event %d\n", (int)event->type);
		exit(1);
	}
}

static void run(const struct corpus *corpus, telnet_event_handler_t handler, void *user)
{
	static const telnet_telopt_t none[] = {{-1, 0, 0}};
	telnet_t *telnet = telnet_init(none, handler, TELNET_FLAG_PROXY, user);
	size_t at;
	for (at = 0; at < corpus->size; at += CHUNK) {
		size_t left = corpus->size - at;
		telnet_recv(telnet, corpus->bytes + at, left < CHUNK ? left : CHUNK);
	}
	telnet_free(telnet);
}

static double cpu_seconds(void)
{
	struct timespec now;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

int main(int argc, char **argv)
{
	static struct corpus corpora[16];
	int index, passes, i;

	if (argc == 3 && strcmp(argv[1], "--events") == 0) {
		struct corpus corpus = load(argv[2]);
		run(&corpus, list, NULL);
		return 0;
	}
	if (argc > 17) {
		fputs("at most 16 files\n", stderr);
		return 1;
	}
	for (i = 1; i < argc; i++)
		corpora[i - 1] = load(argv[i]);
	while (scanf("%d %d", &index, &passes) == 2) {
		unsigned long long sum = 0;
		double start;
		if (index < 0 || index >= argc - 1) {
			fprintf(stderr, "there is no file %d\n", index);
			return 1;
		}
		start = cpu_seconds();
		for (i = 0; i < passes; i++)
			run(&corpora[index], count, &sum);
		printf("%.9f %llu\n", cpu_seconds() - start, sum);
		fflush(stdout);
	}
	return 0;
}
