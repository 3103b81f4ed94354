/** Addresses in Failures that other screens lead to. */
const searched = (query: string) => `/failures?q=${encodeURIComponent(query)}`

/** Tasks that died again in a replay. */
export const failuresOfReplay = (replay: string) => searched(`replay:${replay}`)
export const failuresOfType = (type: string) => searched(`type:${type}`)
/** One death, by its id. */
export const failureHref = (id: string) => `/failures?id=${encodeURIComponent(id)}`
