/** Why something is not rendered: for people, without a full stop. */
export class Refusal extends Error {
  override name = 'Refusal';
}
