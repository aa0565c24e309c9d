import type { FastifyReply, FastifyRequest } from 'fastify';
import type { PathTable } from './path-table.ts';
import { sendProblem } from './problem.ts';

function pathOf(request: FastifyRequest): string {
  return request.url.split('?', 1)[0] ?? '/';
}

/** Answers what no route answers: 405 when the path is known, else 404 with a word on where to look. */
export function unknownRouteHandler(paths: PathTable) {
  return (request: FastifyRequest, reply: FastifyReply): FastifyReply => {
    const path = pathOf(request);
    const allowed = paths.methodsAt(path).join(', ');
    if (allowed !== '') {
      return sendProblem(reply.header('allow', allowed), {
        status: 405,
        title: 'Method Not Allowed',
        detail: `This path answers to: ${allowed}. See /docs.`,
      });
    }
    const near = paths.dialectNear(path);
    const hint = near ? ` Similar paths belong to ${near.title}: see /docs/openapi/${near.id}.json.` : '';
    return sendProblem(reply, {
      status: 404,
      title: 'Not Found',
      detail: `Nothing answers at this path. All paths are listed under /docs.${hint}`,
    });
  };
}
