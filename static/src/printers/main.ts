import '@shared/base.css'
import './printers.css'
import { createApp } from 'vue'
import { startLang } from '@shared/words'
import App from './App.vue'
import { startBridge } from './bridge/here'
import { openDesk } from './desk'

startLang()
void openDesk()
startBridge()
createApp(App).mount('#app')
