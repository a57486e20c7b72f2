/** What is wrong when an import() fails: the network, or another version of the page is served by now. */
export const PART_MISSING =
  'Page to proxy: A part of the page could not be loaded. Check your network, then reload the page.'
