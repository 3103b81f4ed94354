export { handle as GET, handle as HEAD } from '../../api/mount'
