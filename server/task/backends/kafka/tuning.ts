/** Values that only tests and unusual installations change. */
export interface KafkaTuning {
  /** How long a publish or a settlement waits for the broker, in milliseconds. */
  readonly answerWithinMs: number
}
