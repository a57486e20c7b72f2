import { describe, expect, it } from 'vitest'
import { readConfig } from '../../proxy/config.ts'
import { Metrics } from '../../proxy/metrics.ts'
import { ABUSED_PORTS } from '../../proxy/ports.ts'
import { flagOf, LEVELS, MODES, SETTINGS, variableOf } from '../../proxy/settings.ts'
import type { Setting } from '../../proxy/settings.ts'
import { codeBlocks, documentText, inTicks, tableRows } from '../helpers/documents.ts'

const DOCUMENT = documentText('operating.md')

describe('the document for operators', () => {
  it('has every setting with its flag, variable, key and default, in the order of the help', () => {
    const told = tableRows(DOCUMENT, '## Settings').map((row) => row.slice(0, 4).map(inTicks))
    expect(told).toEqual(
      SETTINGS.map((setting: Setting) => [
        [flagOf(setting), setting.value].join(' ').trimEnd(),
        variableOf(setting),
        setting.key,
        setting.otherwise ?? '',
      ]),
    )
  })

  it('names every mode and every level of the log', () => {
    const modes = tableRows(DOCUMENT, '## Where people may go').map(([mode]) => inTicks(mode))
    expect(modes).toEqual(MODES)
    const levels = tableRows(DOCUMENT, '## Settings').find(([flag]) => flag?.includes('--log-level'))?.[4]
    for (const level of LEVELS) expect(levels).toContain(`\`${level}\``)
  })

  it('lists the ports that are closed', () => {
    expect(tableRows(DOCUMENT, '### Ports')).toEqual(
      ABUSED_PORTS.map(([first, last, service]) => [
        first === last ? String(first) : `${first}-${last}`,
        service,
      ]),
    )
  })

  it('shows a configuration file that is accepted', () => {
    const [file = ''] = codeBlocks(DOCUMENT, 'json')
    expect(readConfig(['--config', 'willdo.json'], {}, () => file)).toMatchObject({
      kind: 'config',
      config: { mode: 'list', trustProxy: [{}], games: [{ tls: false }, { tls: true }] },
    })
  })

  it('shows commands whose flags exist', () => {
    const commands = DOCUMENT.match(/^ {4}npm start -- .*$/gm) ?? []
    expect(commands.length).toBeGreaterThan(0)
    for (const command of commands)
      expect(readConfig(command.split(' -- ')[1]?.split(' ') ?? [], {})).toMatchObject({ kind: 'config' })
  })

  it('names every metric, with its labels', async () => {
    const none = () => 0
    const metrics = new Metrics({ sessions: none, parked: none, kept: none })
    metrics.opened(4, false)
    metrics.closed('game', 'ended', 1)
    const text = await metrics.text()
    const told = tableRows(DOCUMENT, '## Health and metrics')
    const names = [...text.matchAll(/^# TYPE (willdo_\w+)/gm)].map(([, name]) => name)
    expect(told.map(([name]) => inTicks(name)).sort()).toEqual(names.sort())
    for (const [name, labels = ''] of told) {
      const line = new RegExp(`^${inTicks(name)}(?:_sum|_count)?\\{([^}]*)\\}`, 'm').exec(text)?.[1] ?? ''
      const real = [...line.matchAll(/(\w+)="/g)].map(([, label]) => label)
      expect([...labels.matchAll(/`(\w+)`/g)].map(([, label]) => label)).toEqual(real)
    }
  })
})
