import { OnnxGraph } from '../onnx-graph.ts';
import type { Weights } from '../weight-manifest.ts';
import type { GraphModel, GraphModelNode } from './graph-model.ts';
import { CONVERSIONS, type Context, type Value } from './operations.ts';

/** Walks back from what is wanted, so that whatever does not lead there is left out. */
class Converter {
  readonly graph = new OnnxGraph();
  readonly #model: GraphModel;
  readonly #weights: Weights;
  readonly #values = new Map<string, Value>();

  constructor(model: GraphModel, weights: Weights) {
    this.#model = model;
    this.#weights = weights;
  }

  convert(name: string): Value {
    const known = this.#values.get(name);
    if (known !== undefined) return known;
    const node = this.#model.nodes.get(name);
    if (node === undefined) throw new RangeError(`the model has no node ${name}`);
    const conversion = CONVERSIONS[node.type];
    if (conversion === undefined) {
      throw new RangeError(`the operation ${node.type} of ${name} is not one that can be converted`);
    }
    const value = conversion(this.#contextOf(node));
    this.#values.set(name, value);
    return value;
  }

  #contextOf(node: GraphModelNode): Context {
    const inputAt = (input: number): string => {
      const name = node.inputs[input];
      if (name === undefined) throw new RangeError(`${node.name} has no input ${input}`);
      return name;
    };
    return {
      graph: this.graph,
      node,
      value: (input) => (this.#isConstant(inputAt(input)) ? undefined : this.convert(inputAt(input))),
      constant: (input) => this.#weights.take(inputAt(input)),
    };
  }

  #isConstant(name: string): boolean {
    return this.#model.nodes.get(name)?.type === 'Const';
  }
}

/**
 * A TF.js graph model as ONNX, with the input `input` ([faces, channels, height, width]) and one output, `embedding`.
 *
 * @param wanted name of the node whose result is the output
 * @param dimensions numbers a face in the output
 * @throws RangeError that names an operation which cannot be converted
 */
export function convertGraphModel(
  model: GraphModel,
  weights: Weights,
  wanted: { readonly node: string; readonly dimensions: number },
): OnnxGraph {
  const converter = new Converter(model, weights);
  const { name } = converter.convert(wanted.node);
  converter.graph.output('embedding', name, ['faces', wanted.dimensions]);
  return converter.graph;
}
