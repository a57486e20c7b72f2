import type { Game } from './game.ts'

const game = (
  name: string,
  host: string,
  port: number,
  note: string,
  encoding?: string,
  columns?: number,
): Game => ({
  name,
  host,
  port,
  tls: false,
  note,
  ...(encoding === undefined ? {} : { encoding }),
  ...(columns === undefined ? {} : { columns }),
})

/** A few public games that have been at their address for years. Nothing is asked of them until a person connects. */
export const PUBLIC_GAMES: readonly Game[] = [
  game('3Kingdoms', '3k.org', 3000, 'Fantasy, science and chaos, since 1992'),
  game('Aardwolf', 'aardmud.org', 4000, 'A large world, kind to newcomers'),
  game('Achaea', 'achaea.com', 23, 'Roleplay and politics in Iron Realms’ first world'),
  game('Alter Aeon', 'alteraeon.com', 3000, 'Many classes at once; many of its players are blind'),
  game('Ancient Anguish', 'ancient.anguish.org', 2222, 'A fantasy LPMud since 1992'),
  game('BatMUD', 'batmud.bat.org', 23, 'Finland’s great LPMud, since 1990'),
  game('CoffeeMud', 'coffeemud.net', 23, 'The home of the codebase', 'ISO-8859-1'),
  game('Discworld', 'discworld.starturtle.net', 4242, 'The world of Terry Pratchett’s books'),
  game('Genesis', 'mud.genesismud.org', 3011, 'The first LPMud, since 1989'),
  game('LambdaMOO', 'lambda.moo.mud.org', 8888, 'A house that its visitors build, since 1990'),
  game('LegendMUD', 'mud.legendmud.org', 9999, 'History and legend in three eras'),
  game('MorgenGrauen', 'mg.mud.de', 4711, 'A large LPMud in German', 'UTF-8'),
  game('MUME', 'mume.org', 4242, 'Tolkien’s Middle-earth, since 1991', 'ISO-8859-1'),
  game('Realms of Despair', 'realmsofdespair.com', 4000, 'The home of SMAUG'),
  game('Threshold RPG', 'thresholdrpg.com', 3333, 'Roleplay required'),
  game('20 For Beers', '20forbeers.com', 1337, 'A BBS with art, doors and message networks', 'CP437', 80),
  game('Level 29', 'bbs.fozztexx.com', 23, 'A BBS for old computers and new'),
  game('Vertrauen', 'vert.synchro.net', 23, 'The BBS that Synchronet comes from', 'CP437', 80),
  game('Xibalba', 'xibalba.l33t.codes', 44510, 'The BBS that ENiGMA½ comes from', 'CP437', 80),
]
