/** Why something is not rendered: for people, without a full stop. */
export class RenderRefusal extends Error {
  override name = 'RenderRefusal';
}
