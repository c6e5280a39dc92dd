import '@shared/base.css'
import './printers.css'
import { createApp } from 'vue'
import { startLang } from '@shared/words'
import App from './App.vue'
import { openDesk } from './desk'

startLang()
void openDesk()
createApp(App).mount('#app')
