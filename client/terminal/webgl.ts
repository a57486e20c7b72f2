import type { IDisposable, Terminal } from '@xterm/xterm'

/** Draws by WebGL, only where hardware does it: in software the DOM renderer is faster. Disposing gives that one back. */
export async function accelerate(terminal: Terminal): Promise<IDisposable | undefined> {
  if (!isHardware()) return undefined
  try {
    const { WebglAddon } = await import('@xterm/addon-webgl')
    const addon = new WebglAddon()
    addon.onContextLoss(() => addon.dispose())
    terminal.loadAddon(addon)
    return addon
  } catch (error) {
    console.info('WebGL is not used:', error)
    return undefined
  }
}

function isHardware(): boolean {
  const probe = document.createElement('canvas').getContext('webgl2', { failIfMajorPerformanceCaveat: true })
  if (!probe) return false
  const info = probe.getExtension('WEBGL_debug_renderer_info')
  const renderer = String(probe.getParameter(info ? info.UNMASKED_RENDERER_WEBGL : probe.RENDERER))
  probe.getExtension('WEBGL_lose_context')?.loseContext()
  return !/swiftshader|llvmpipe|software/i.test(renderer)
}
