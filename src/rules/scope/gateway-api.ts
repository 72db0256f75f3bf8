import type { ApiRouteResource } from '../../mesh/gateway-api/attachment.js';
import type { GatewayApiView, ViewedRoute } from '../../mesh/gateway-api/gateway-api-view.js';
import type { Mesh } from '../../mesh/mesh.js';

/** What the istiods of the clusters make of the Gateway API's objects, once for all that read the same. */
export function gatewayApiViews(mesh: Mesh): GatewayApiView[] {
  const { clusters } = mesh.topology;
  const names = clusters.length > 0 ? clusters.map(({ name }) => name) : [''];
  return [...new Set(names.map((name) => mesh.gatewayApi(name)))];
}

/** The routes that the clusters read, each once: in several it is judged as the first of them reads it. */
export function viewedRoutes(mesh: Mesh): { view: GatewayApiView; viewed: ViewedRoute }[] {
  const seen = new Set<ApiRouteResource>();
  return gatewayApiViews(mesh).flatMap((view) =>
    view.routes.flatMap((viewed) => {
      if (seen.has(viewed.route)) return [];
      seen.add(viewed.route);
      return [{ view, viewed }];
    }),
  );
}
