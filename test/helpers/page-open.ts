import { AxeBuilder } from '@axe-core/playwright'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { expect } from 'vitest'

export interface Look {
  readonly width?: number
  readonly height?: number
  readonly scheme?: 'light' | 'dark'
}

/** An open page and what went wrong on it. */
export interface OpenPage {
  readonly page: Page
  /** Errors of scripts, failed requests and console errors. */
  readonly problems: readonly string[]
  readonly close: () => Promise<void>
}

/** Opens the page in a fresh profile. */
export async function openPage(browser: Browser, url: string, look: Look = {}): Promise<OpenPage> {
  const { width = 1280, height = 800, scheme = 'light' } = look
  const context: BrowserContext = await browser.newContext({
    viewport: { width, height },
    colorScheme: scheme,
    reducedMotion: 'reduce',
  })
  const page = await context.newPage()
  page.setDefaultTimeout(20_000)
  const problems: string[] = []
  page.on('pageerror', (error) => problems.push(error.message))
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(message.text())
  })
  page.on('response', (response) => {
    if (response.status() >= 400) problems.push(`${response.status()} ${response.url()}`)
  })
  await page.goto(url)
  return { page, problems, close: () => context.close() }
}

/** Types an address and connects. */
export async function connectTo(page: Page, address: string): Promise<void> {
  await page.getByLabel('Address').fill(address)
  await page.keyboard.press('Enter')
}

/** Waits until the terminal shows `text`. */
export async function untilShown(page: Page, text: string): Promise<void> {
  await page.locator('.xterm-rows', { hasText: text }).waitFor()
}

/** Axe must find nothing. */
export async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze()
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`)).toEqual([])
}
