/** 24 x 24 line drawings, stroked with the text's own colour. */
export const ICONS = {
  scan: 'M3 8V4h4M17 4h4v4M21 16v4h-4M7 20H3v-4M7 8v8M10.5 8v8M13.5 8v8M17 8v8',
  keyboard: 'M3 6h18v12H3zM7 10h.01M11 10h.01M15 10h.01M17.5 10h.01M8 14h8',
  check: 'M4 12.5 9.5 18 20 6.5',
  cross: 'M5 5l14 14M19 5 5 19',
  alert: 'M12 3 22 20H2zM12 10v4M12 17h.01',
  stop: 'M8 2h8l6 6v8l-6 6H8l-6-6V8zM12 7v6M12 17h.01',
  bell: 'M6 17v-6a6 6 0 0 1 12 0v6l2 2H4zM10 22h4M12 5V3',
  menu: 'M3 6h18M3 12h18M3 18h18',
  undo: 'M8 5 4 9l4 4M4 9h10a5.5 5.5 0 0 1 0 11H9',
  skip: 'M5 5l8 7-8 7zM17 5v14',
  minus: 'M5 12h14',
  person: 'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4 21c0-4 3.5-6.5 8-6.5s8 2.5 8 6.5',
  badge: 'M6 4h12v17H6zM10 4V2h4v2M12 12.5a2 2 0 1 0 0-4 2 2 0 0 0 0 4zM9 17.5c0-2 1.3-3 3-3s3 1 3 3',
  tote: 'M3 8h18l-2 12H5zM2 5h20v3H2zM10 12h4',
  box: 'M3 7l9-4 9 4v10l-9 4-9-4zM3 7l9 4 9-4M12 11v10',
  print: 'M7 8V3h10v5M5 8h14a2 2 0 0 1 2 2v6h-4v5H7v-5H3v-6a2 2 0 0 1 2-2zM9 16h6',
  station: 'M2 9h20v3H2zM4 12v9M20 12v9M7 9V5h7v4',
  truck: 'M2 6h12v11H2zM14 10h4l4 4v3h-8M6.5 20a2 2 0 1 0 0-4 2 2 0 0 0 0 4zM17.5 20a2 2 0 1 0 0-4 2 2 0 0 0 0 4z',
  offline: 'M2 8.5a15 15 0 0 1 5-3M22 8.5A15 15 0 0 0 11 5M5.5 12.5a10 10 0 0 1 4-2.3M18.5 12.5a10 10 0 0 0-3-2M9 16.2a4.5 4.5 0 0 1 6 0M12 20h.01M3 3l18 18',
  online: 'M2 8.5a15 15 0 0 1 20 0M5.5 12.5a10 10 0 0 1 13 0M9 16.2a4.5 4.5 0 0 1 6 0M12 20h.01',
  saved: 'M12 3v12M7 10l5 5 5-5M4 20h16',
  backspace: 'M8 5h13v14H8l-6-7zM12 9.5l5 5M17 9.5l-5 5',
  wait: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 7v5.5l3.5 2',
  arrow: 'M4 12h15M13 6l6 6-6 6',
} as const

export type IconName = keyof typeof ICONS
