import { z } from 'zod';

/** 64-bit numbers are strings in the JSON of TensorFlow. */
const wholeNumber = z.coerce.number().int();

const attributeSchema = z.object({
  s: z.string().optional(),
  b: z.boolean().optional(),
  list: z.object({ i: z.array(wholeNumber).optional(), s: z.array(z.string()).optional() }).optional(),
  shape: z.object({ dim: z.array(z.object({ size: wholeNumber })).optional() }).optional(),
});

const nodeSchema = z.object({
  name: z.string(),
  op: z.string(),
  input: z.array(z.string()).default([]),
  attr: z.record(z.string(), attributeSchema).default({}),
});

const modelSchema = z.object({
  modelTopology: z.object({ node: z.array(nodeSchema) }),
  weightsManifest: z.unknown(),
});

type RawNode = z.output<typeof nodeSchema>;

/** One node of a TF.js graph model. */
export class GraphModelNode {
  readonly name: string;
  readonly type: string;
  /** Names of the nodes whose results it takes; those that only order the work are left out. */
  readonly inputs: readonly string[];
  readonly #attributes: RawNode['attr'];

  constructor({ name, op, input, attr }: RawNode) {
    this.name = name;
    this.type = op;
    this.inputs = input.filter((each) => !each.startsWith('^')).map((each) => each.replace(/:\d+$/, ''));
    this.#attributes = attr;
  }

  /** A word, such as `SAME`; undefined when it is not set. */
  word(attribute: string): string | undefined {
    const encoded = this.#attributes[attribute]?.s;
    return encoded === undefined ? undefined : Buffer.from(encoded, 'base64').toString();
  }

  words(attribute: string): readonly string[] {
    const encoded = this.#attributes[attribute]?.list?.s ?? [];
    return encoded.map((each) => Buffer.from(each, 'base64').toString());
  }

  integers(attribute: string): readonly number[] {
    return this.#attributes[attribute]?.list?.i ?? [];
  }

  isSet(attribute: string): boolean {
    return this.#attributes[attribute]?.b === true;
  }

  /** Dimensions of the attribute `shape`; -1 stands for any size. */
  shape(): readonly number[] {
    return this.#attributes['shape']?.shape?.dim?.map(({ size }) => size) ?? [];
  }
}

/** A TF.js graph model: its nodes by name, and the manifest of its weights. */
export interface GraphModel {
  readonly nodes: ReadonlyMap<string, GraphModelNode>;
  readonly weightsManifest: unknown;
}

/** Reads the parsed `model.json` of a graph model. @throws ZodError when it is not one */
export function readGraphModel(json: unknown): GraphModel {
  const { modelTopology, weightsManifest } = modelSchema.parse(json);
  const nodes = modelTopology.node.map((node) => new GraphModelNode(node));
  return { nodes: new Map(nodes.map((node) => [node.name, node])), weightsManifest };
}
