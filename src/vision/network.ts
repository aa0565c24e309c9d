import { InferenceSession, Tensor } from 'onnxruntime-node';

/** A loaded ONNX model with one input. */
export interface Network {
  /** Runs the model and answers one output's numbers for each of the given names. */
  run(input: Float32Array, shape: readonly number[], outputs: readonly string[]): Promise<Float32Array[]>;
  release(): Promise<void>;
}

/**
 * Loads an ONNX file for one thread.
 *
 * @param inputName what the model calls its input
 * @throws Error when the file is missing or is not a model
 */
export async function loadNetwork(path: string, inputName = 'input'): Promise<Network> {
  const session = await InferenceSession.create(path, {
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
    executionMode: 'sequential',
    // Pays only when every input has the same shape; here it would keep memory for each shape it has seen.
    enableMemPattern: false,
    logSeverityLevel: 3,
  });
  return {
    run: async (input, shape, outputs) => {
      const results = await session.run({ [inputName]: new Tensor('float32', input, shape) }, [...outputs]);
      return outputs.map((name) => {
        const data = results[name]?.data;
        if (!(data instanceof Float32Array)) throw new TypeError(`the model has no floats named ${name}`);
        return data;
      });
    },
    release: () => session.release(),
  };
}
