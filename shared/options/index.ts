import { aardwolf } from './aardwolf.ts'
import { atcp } from './atcp.ts'
import { authentication } from './authentication.ts'
import { binary } from './binary.ts'
import { charset } from './charset.ts'
import { comPort } from './com-port.ts'
import { echo } from './echo.ts'
import { encrypt } from './encrypt.ts'
import { eor } from './eor.ts'
import { exopl } from './exopl.ts'
import { gmcp } from './gmcp.ts'
import { kermit } from './kermit.ts'
import { lflow } from './lflow.ts'
import { linemode } from './linemode.ts'
import { logout } from './logout.ts'
import { mccp1, mccp2, mccp3 } from './mccp.ts'
import type { OptionModule } from './module.ts'
import { msdp } from './msdp.ts'
import { msp } from './msp.ts'
import { mssp } from './mssp.ts'
import { mxp } from './mxp.ts'
import { naws } from './naws.ts'
import { newEnviron } from './new-environ.ts'
import { oldEnviron } from './old-environ.ts'
import { sga } from './sga.ts'
import { sndloc } from './sndloc.ts'
import { startTls } from './start-tls.ts'
import { status } from './status.ts'
import { timingMark } from './timing-mark.ts'
import { tspeed } from './tspeed.ts'
import { ttype } from './ttype.ts'
import { unknownOption } from './unknown.ts'
import { xdisploc } from './xdisploc.ts'
import { zmp } from './zmp.ts'

/** Every option willdo speaks or understands. A new one is a file and a line here. */
export const OPTIONS = [
  binary,
  echo,
  sga,
  status,
  timingMark,
  logout,
  sndloc,
  ttype,
  eor,
  naws,
  tspeed,
  lflow,
  linemode,
  xdisploc,
  oldEnviron,
  authentication,
  encrypt,
  newEnviron,
  charset,
  comPort,
  startTls,
  kermit,
  msdp,
  mssp,
  msp,
  mxp,
  mccp1,
  mccp2,
  mccp3,
  zmp,
  aardwolf,
  atcp,
  gmcp,
  exopl,
] as const

const BY_CODE: OptionModule[] = Array.from(
  { length: 256 },
  (_, code) => unknownOption(code) as unknown as OptionModule,
)
const known = new Set<number>()
for (const module of OPTIONS) {
  if (known.has(module.code)) throw new Error(`option list has two entries for ${module.code}`)
  known.add(module.code)
  // Which message and facts a module has is only known to itself; through this table it gets none but its own.
  BY_CODE[module.code] = module as unknown as OptionModule
}

/** The module for an option's number; one that only watches where willdo does not speak the option. */
export function optionModule(code: number): OptionModule {
  const module = BY_CODE[code]
  if (!module) throw new Error(`${code} is not an option`)
  return module
}
