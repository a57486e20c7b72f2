import { expect, it } from 'vitest'
import { FrameParser } from '../../shared/telnet/frames.ts'
it('starts idle', () => { expect(new FrameParser().save().payload.length).toBe(0) })
