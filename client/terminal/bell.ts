const LASTS = 0.15
/** A game that rings without end is heard so often and no oftener. */
const PAUSE = 0.3

let context: AudioContext | undefined
let next = 0

/** A short, quiet tone. */
export function ring(): void {
  context ??= new AudioContext()
  const now = context.currentTime
  if (now < next) return
  next = now + PAUSE
  const tone = new OscillatorNode(context, { frequency: 880 })
  const volume = new GainNode(context, { gain: 0.12 })
  volume.gain.setValueAtTime(0.12, now)
  volume.gain.exponentialRampToValueAtTime(0.001, now + LASTS)
  tone.connect(volume).connect(context.destination)
  tone.start(now)
  tone.stop(now + LASTS)
}
