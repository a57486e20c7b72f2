import { CHAPTERS, named } from '../../shared/session/lint/book/index.ts'

const LEVELS = { rule: 'Breaks a rule', advice: 'Advice' }

/** `docs/lints.md`, made from the lints themselves. */
export function lintDocument(): string {
  const parts = [
    '# Lints',
    'What willdo says about a server, under _Lint_ in the inspector and as `lints` of `npm run fold`. Each has a code that does' +
      '\nnot change. Nothing is said of what a server does well, and nothing of what a client did.',
    'This text is made from `shared/session/lint/book/`: `npx vitest run test/unit/lint-document.test.ts -u` writes it anew.',
  ]
  for (const { heading, lints } of CHAPTERS) {
    parts.push(`## ${heading}`)
    for (const [code, { level, title, why, rule, fix }] of Object.entries(lints)) {
      const source = rule.source.startsWith('https:') ? `<${rule.source}>` : rule.source
      parts.push(
        `### ${code}`,
        named(title, []),
        [
          `- **${LEVELS[level]}**, ${source}, ${rule.section}: ${rule.says}`,
          `- **Why it matters**: ${why}`,
          `- **What to do**: ${fix}`,
        ].join('\n'),
      )
    }
  }
  return `${parts.join('\n\n')}\n`
}
