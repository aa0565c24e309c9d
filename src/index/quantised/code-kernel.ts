import { readFileSync } from 'node:fs';

/** The functions of `assembly/code-kernel.ts`. Addresses are byte offsets in the memory that the kernel works on. */
export interface CodeKernel {
  scan(
    codes: number,
    blocks: number,
    groups: number,
    table: number,
    threshold: number,
    found: number,
    capacity: number,
  ): number;
  rotate(vector: number, dimensions: number, signs: number): void;
  writeCode(vector: number, groups: number, codes: number, lane: number): void;
  similarity(row: number, dimensions: number, vector: number): number;
  products(vector: number, dimensions: number, rows: number, count: number, into: number): void;
}

const FUNCTIONS = ['scan', 'rotate', 'writeCode', 'similarity', 'products'];

function isCodeKernel(exports: object): exports is CodeKernel {
  const entries = new Map(Object.entries(exports));
  return FUNCTIONS.every((name) => typeof entries.get(name) === 'function');
}

/** The compiled kernel; the build puts it beside the compiled form of this file, also for who runs the sources. */
export function compileCodeKernel(): WebAssembly.Module {
  const isSource = import.meta.url.endsWith('.ts');
  const path = isSource ? '../../../dist/index/quantised/code-kernel.wasm' : 'code-kernel.wasm';
  return new WebAssembly.Module(readFileSync(new URL(path, import.meta.url)));
}

/** A kernel that works on one memory. */
export function kernelOn(module: WebAssembly.Module, memory: WebAssembly.Memory): CodeKernel {
  const { exports } = new WebAssembly.Instance(module, { env: { memory } });
  if (!isCodeKernel(exports)) throw new TypeError('the kernel of the index lacks a function; build again');
  return exports;
}
