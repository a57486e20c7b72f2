import { latin1 } from '../base/bytes.ts'

/**
 * What records and logs are full of, the most usual last: zlib's preset dictionary (RFC 1950 section 2.2) for links. Links
 * of version 1 cannot be read with any other, so it never changes.
 */
const TEXT =
  // What servers say of themselves.
  '","ADULT MATERIAL":"0","HIRING BUILDERS":"1","HIRING CODERS":"0","PAY TO PLAY":"0","PAY FOR PERKS":"0","MINIMUM AGE":"' +
  '","SUBGENRE":"Medieval Fantasy","Science Fiction","GAMEPLAY":["Adventure","Social"],"Hack and Slash","Player versus Player",' +
  '"Roleplaying","INTERMUD":["I3","IMC2","Grapevine"],"DBSIZE":"","EXITS":"","EXTRA DESCRIPTIONS":"","MUDPROGS":"","MUDTRIGS":"",' +
  '"RESETS":"","TRAINING SYSTEM":"","WORLD ORIGINALITY":"All Original","GAMESYSTEM":"Custom","DISCORD":"https://discord.gg/' +
  '","DESCRIPTION":"","REFERRAL":"","EQUIPMENT SYSTEM":"","MULTIPLAYING":"","PLAYERKILLING":"","QUEST SYSTEM":"","ROLEPLAYING":"' +
  '","SSL":"","TLS":"","UTF-8":"1","UTF8":"1","PUEBLO":"0","WORLDS":"1","LEVELS":"","DikuMUD","CircleMUD","TinyMUD","LPMud","Custom",' +
  '"mssp":{"ANSI":"1","AREAS":"1","ATCP":"0","CHARSET":"UTF-8","CLASSES":"","CODEBASE":"","CONTACT":"","CRAWL DELAY":"-1",' +
  '"CREATED":"19","CREATED":"20","EMAIL":"","FAMILY":"","GENRE":"Fantasy","GMCP":"1","HELPFILES":"","HOSTNAME":"","ICON":"https://' +
  '","IP":"","IPV6":"","LANGUAGE":"English","LOCATION":"United States","MCCP":"1","MCP":"0","MOBILES":"","MSDP":"1","MSP":"0",' +
  '"MXP":"1","NAME":"","OBJECTS":"","PLAYERS":"","PORT":["23","4000"],"RACES":"","ROOMS":"","SKILLS":"","STATUS":"Live",' +
  '"UPTIME":"17","VT100":"1","WEBSITE":"https://www.","XTERM 256 COLORS":"1","XTERM TRUE COLORS":"1","ZMP":"0"},' +
  // How their banners are written.
  'Enter your name or NEW to create a character.\\r\\nBy what name do you wish to be known? \\r\\nPassword: \\r\\nlogin: ' +
  'Welcome to \\u001b[1;37m\\u001b[0;37m\\u001b[0m\\u001b[1;32m\\u001b[1;33m\\u001b[1;31m\\u001b[1;36m\\u001b[0;1;34m\\u001b[40m\\r\\n' +
  '                                                                                \\r\\n\\r\\n' +
  // The log.
  'Z DEBUG stream_writer.py:1796 MSSP: {\'NAME\': \'\', \'PLAYERS\': \'\', \'UPTIME\': \'\'}\\nDEBUG client.py:210 GMCP: {}\\n' +
  'INFO client.py:201 GMCP handshake: Core.Hello + Core.Supports.Set [\'Char 1\', \'Char.Vitals 1\', \'Char.Items 1\', ' +
  '\'Room 1\', \'Room.Info 1\', \'Comm 1\', \'Comm.Channel 1\', \'Group 1\']\\n' +
  'DEBUG client_base.py:93 EOF from server, closing.\\nINFO client_base.py:122 Connection closed to <Peer \\n' +
  'DEBUG fingerprinting.py:849 connection for server fingerprint DEBUG client_base.py:534 negotiation complete after 0.\\n' +
  'DEBUG client_base.py:534 negotiation failed after 4.00s.\\nDEBUG client_base.py:540 failed-reply: \'WILL MXP, SB NEW_ENVIRON\'\\n' +
  'DEBUG stream_writer.py:3232 MCCP2 activated\\nDEBUG client_base.py:483 MCCP2 decompression started (server\\u2192client)\\n' +
  'DEBUG stream_writer.py:2404 recv TTYPE SEND: b\'\'\\nDEBUG stream_writer.py:2416 send IAC SB TTYPE IS b\'xterm-256color\' IAC SE\\n' +
  'DEBUG stream_writer.py:789 WILL NAWS unsolicited\\nDEBUG stream_writer.py:2076 recv WILL NAWS on client end, refusing.\\n' +
  'DEBUG stream_writer.py:767 begin sub-negotiation SB TTYPE\\nDEBUG stream_writer.py:754 sub-negotiation cmd TTYPE SE completion byte\\n' +
  'DEBUG stream_writer.py:2238 [SB + GMCP] unsolicited\\nDEBUG stream_writer.py:1072 send IAC SB GMCP Core.Hello IAC SE\\n' +
  'DEBUG stream_writer.py:1451 IAC GA: Go-Ahead (unhandled).\\nDEBUG client.py:1200 Fingerprint client: host= port=23\\n' +
  'INFO client_base.py:190 Connected to <Peer  23>\\nDEBUG stream_writer.py:3384 local_option[TTYPE] = True\\n' +
  'DEBUG stream_writer.py:3384 pending_option[SB + TTYPE] = True\\nDEBUG stream_writer.py:2010 handle_dont(LINEMODE)\\n' +
  'DEBUG stream_writer.py:773 recv IAC DO MSSP\\nDEBUG stream_writer.py:1887 handle_do(MSSP)\\nDEBUG stream_writer.py:998 skip WILL MSSP; pending_option = True\\n' +
  'DEBUG stream_writer.py:773 recv IAC DONT MSSP\\nDEBUG stream_writer.py:773 recv IAC WILL GMCP\\nDEBUG stream_writer.py:2045 handle_will(GMCP)\\n' +
  'DEBUG stream_writer.py:998 skip DO GMCP; pending_option = True\\nDEBUG stream_writer.py:3384 remote_option[GMCP] = True\\n' +
  'DEBUG stream_writer.py:773 recv IAC WONT COM_PORT_OPTION\\nDEBUG stream_writer.py:2199 handle_wont(MCCP2_COMPRESS)\\n' +
  'DEBUG stream_writer.py:3384 remote_option[MCCP3_COMPRESS] = False\\nDEBUG stream_writer.py:3384 pending_option[WILL + MXP] = True\\n' +
  'DEBUG stream_writer.py:1024 send IAC WILL MXP\\nDEBUG stream_writer.py:3384 pending_option[DO + ZMP] = True\\nDEBUG stream_writer.py:1024 send IAC DO AARDWOLF\\n' +
  'DEBUG stream_writer.py:3384 pending_option[DO + ATCP] = False\\n' +
  // The record.
  '"requested-options":["CHARSET","LINEMODE","NAWS","NEW_ENVIRON","SGA","TSPEED","TTYPE","XDISPLOC"],"scan-type":"full"' +
  '"directional-refusals":["NAWS","TTYPE"],"looped-negotiation":[],"wrong-direction-offered":["ECHO"],' +
  '"AUTHENTICATION","BINARY","BM","CHARSET","COM_PORT","DET","ECHO","ENCRYPT","EOR","FORWARD_X","KERMIT","NAMS","NAOCRD",' +
  '"NAOFFD","NAOHTD","NAOHTS","NAOL","NAOLFD","NAOP","NAOVTD","NAOVTS","PRAGMA_HEARTBEAT","PRAGMA_LOGON","RCP","RCTE","RSP",' +
  '"SEND_URL","SGA","SSPI_LOGON","STATUS","SUPDUP","SUPDUPOUTPUT","SUPPRESS_LOCAL_ECHO","TLS","TN3270E","TTYLOC","VT3270REGIME","X3PAD","XAUTH",' +
  '{"server-probe":{"fingerprint":"","fingerprint-data":{"offered-options":["BINARY","CHARSET","ECHO","EOR","GMCP","MCCP2",' +
  '"MSDP","MSP","MSSP","MXP","SGA"],"probed-protocol":"server","refused-options":["AARDWOLF","ATCP","BINARY","CHARSET",' +
  '"COM_PORT","ECHO","EOR","GMCP","MCCP2","MCCP3","MSDP","MSP","MSSP","MXP","SGA","STATUS","ZMP"],"requested-options":["GMCP",' +
  '"MCCP2","MSDP","MSP","MSSP","MXP","NAWS","NEW_ENVIRON","TTYPE"],"scan-type":"quick"},"session_data":{' +
  '"banner_after_return":"\\r\\n","banner_before_return":"\\r\\n","dsr_replies":0,"dsr_requests":0,"encoding":"ascii",' +
  '"option_states":{"environ_requested":[{"name":"*","type":"VAR"},{"name":"*","type":"USERVAR"}],"server_offered":{"AARDWOLF":false,' +
  '"ATCP":false,"ECHO":true,"EOR":true,"GMCP":true,"MCCP2":true,"MCCP3":false,"MSDP":true,"MSP":true,"MSSP":true,"MXP":true,' +
  '"NAWS":false,"SGA":true,"ZMP":false},"server_requested":{"AARDWOLF":false,"ATCP":false,"GMCP":false,"LINEMODE":false,"MCCP2":false,' +
  '"MCCP3":false,"MSDP":false,"MSP":false,"MSSP":false,"MXP":false,"NAWS":true,"NEW_ENVIRON":true,"TTYPE":true,"ZMP":false}},' +
  '"scan_type":"quick","timing":{"probe":0.05,"total":5.}}},"sessions":[{"connected":"2026-01-01T00:00:00.000000+00:00",' +
  '"host":"","ip":"","port":23}]}\n{"country":"US","log":"' // prettier-ignore

export const DICTIONARY = latin1(TEXT)
