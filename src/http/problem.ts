import type { FastifyReply } from 'fastify';

/** RFC 9457 problem details, for what happens outside of every dialect. */
export interface Problem {
  readonly status: number;
  readonly title: string;
  readonly detail: string;
}

/** Answers with a problem and the id of the request. */
export function sendProblem(reply: FastifyReply, problem: Problem): FastifyReply {
  const body = { type: 'about:blank', ...problem, requestId: reply.request.id };
  return reply.code(problem.status).type('application/problem+json').send(JSON.stringify(body));
}

export const INTERNAL_PROBLEM: Problem = {
  status: 500,
  title: 'Internal Server Error',
  detail: 'Something went wrong inside Likeness. The server log holds the details under this request id.',
};
