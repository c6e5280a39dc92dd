import '@shared/base.css'
import { createApp, h } from 'vue'

createApp({ render: () => h('main', 'handheld') }).mount('#app')
