import '@shared/base.css'
import './lead.css'
import { createApp } from 'vue'
import { startLang } from '@shared/words'
import App from './App.vue'
import { openConsole } from './console'

startLang()
openConsole()
createApp(App).mount('#app')
