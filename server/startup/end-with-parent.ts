/**
 * Loaded into each child (`--import`): ends it gracefully when its parent is gone, however the parent died. The channel
 * between the two is closed by the system, even after `kill -9`.
 */
import process from 'node:process'

process.on('disconnect', () => process.kill(process.pid, 'SIGTERM'))
// Only to notice its end; it shall not keep a finished program alive.
process.channel?.unref()
