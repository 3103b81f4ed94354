/** The first `mostBytes` of an answer's body as text; what was read when the body breaks off: the status has been answered. */
export async function answerBeginning(body: AsyncIterable<Buffer>, mostBytes: number): Promise<string> {
  const chunks: Buffer[] = []
  let length = 0
  try {
    for await (const chunk of body) {
      chunks.push(chunk)
      length += chunk.length
      if (length >= mostBytes) break
    }
  } catch {
    // Calling again would do twice what was done: the status decides, with as much of the body as came.
  }
  return Buffer.concat(chunks).subarray(0, mostBytes).toString('utf8')
}
