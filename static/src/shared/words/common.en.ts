import type zh from './common.zh-CN'

export default {
  'line.connected': 'Connected',
  'line.away': 'Not connected',
  'line.unpaired': 'Not paired',
  'line.reconnecting': 'Reconnecting…',
  'error.offline': 'No answer from the server. Check the network',
  'error.internal': 'The server made a mistake. Call the shift lead',
  'error.lost': 'An earlier action was not accepted. Tell the lead',
  'error.ok': 'OK, I understand',
  'time.left': 'left',
  'time.late': 'late',
  'time.promised': 'by {time}',
  'lang.zh-CN': '中文',
  'lang.en': 'English',
  'common.cancel': 'Cancel',
  'common.close': 'Close',
  'common.back': 'Back',
  'common.retry': 'Try again',
} satisfies Record<keyof typeof zh, string>
