import { mount } from 'svelte'
import { SUBPROTOCOL } from '../shared/wire/messages.ts'
import { queryOf } from './address.ts'
import { fetchDirectory } from './info.ts'
import { nextFrame } from './state/frames.ts'
import { Layout } from './state/layout.svelte.ts'
import { memoryOf } from './state/memory.ts'
import { Page } from './state/page.svelte.ts'
import { RuleBook } from './state/rule-book.ts'
import { MemoryStorage } from './storage/memory.ts'
import { connectUrl, resumeUrl } from './transport/connection.ts'
import { browserLink } from './transport/browser-link.ts'
import App from './ui/App.svelte'
import './ui/tokens.css'
import './ui/base.css'

const memory = memoryOf(() => window.localStorage)
const date = (): string => new Date().toISOString()

const page = new Page(
  {
    session: (pin) => ({
      open: (address, via) => {
        const { location } = window
        const url = via === undefined ? connectUrl(location, address, pin) : resumeUrl(location, via)
        return new WebSocket(url, [SUBPROTOCOL])
      },
      link: browserLink,
      storage: new MemoryStorage(),
      rules: new RuleBook(memory),
      nextFrame,
      date,
    }),
    directory: fetchDirectory,
    remember: (address) =>
      history.replaceState(null, '', address ? queryOf(address) : window.location.pathname),
    memory,
    date,
  },
  new Layout(memory),
)

const target = document.getElementById('app')
if (!target) throw new Error('index.html has no #app')
mount(App, { target, props: { page } })
void page.start(window.location.search)
