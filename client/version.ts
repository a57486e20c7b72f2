/** What the page tells servers and recordings about itself; a test keeps it equal to package.json. */
export const CLIENT_NAME = 'willdo'
export const CLIENT_VERSION = '0.1.0'
