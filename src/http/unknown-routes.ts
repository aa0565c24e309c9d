import type { FastifyReply, FastifyRequest } from 'fastify';
import { Fault } from '../core/fault.ts';
import type { PathTable } from './path-table.ts';
import { type Problem, sendProblem } from './problem.ts';
import { sendFault } from './send.ts';

function pathOf(request: FastifyRequest): string {
  return request.url.split('?', 1)[0] ?? '/';
}

function problemOf(allowed: string): Problem {
  return allowed === ''
    ? {
        status: 404,
        title: 'Not Found',
        detail: 'Nothing answers at this path. All paths are listed under /docs.',
      }
    : {
        status: 405,
        title: 'Method Not Allowed',
        detail: `This path answers to: ${allowed}. See /docs.`,
      };
}

/**
 * Answers what no route answers: 405 when the path is known, else 404; in the form of the dialect whose paths begin like
 * this one, where it is the only one.
 */
export function unknownRouteHandler(paths: PathTable) {
  return (request: FastifyRequest, reply: FastifyReply): FastifyReply => {
    const path = pathOf(request);
    const allowed = paths.methodsAt(path).join(', ');
    if (allowed !== '') void reply.header('allow', allowed);
    const near = paths.dialectNear(path);
    if (near === undefined) return sendProblem(reply, problemOf(allowed));
    const details = { dialect: near.id, allowed };
    return sendFault(
      reply,
      near,
      new Fault(allowed === '' ? 'path_unknown' : 'method_not_allowed', { details }),
    );
  };
}
