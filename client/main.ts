// The first script is only this, so that what shows a report is on its way together with all else; a game has time for it.
if (/^#\/(?!lints$|scan\?)/.test(location.hash))
  import('./report/open.ts').catch((error: unknown) => console.info('The report is asked for again:', error))
void import('./start.ts')
