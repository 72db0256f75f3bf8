/**
 * Whether an object is exported to a namespace: `*` everywhere, `.` its own, `~` nowhere, else by name.
 * An empty `exportTo` takes the mesh's default, which is `*`.
 * Source: istio/istio pilot/pkg/model/push_context.go, pkg/config/visibility.
 */
export function isExportedTo(
  namespace: string,
  own: string,
  exportTo: readonly string[] | undefined,
  meshDefault: readonly string[] | undefined,
): boolean {
  const targets = exportTo?.length ? exportTo : meshDefault?.length ? meshDefault : ['*'];
  return targets.some(
    (target) => target === '*' || target === namespace || (target === '.' && own === namespace),
  );
}

/** Whether the object stays in its own namespace. */
export function isPrivate(
  own: string,
  exportTo: readonly string[] | undefined,
  meshDefault: readonly string[] | undefined,
): boolean {
  const targets = exportTo?.length ? exportTo : (meshDefault ?? []);
  return targets.length === 1 && (targets[0] === '.' || targets[0] === own);
}
