import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { FaultCode } from '../core/fault.ts';
import { type IndexReadings, reportIndex } from './index-metrics.ts';

/** How busy the analysis of photos is. */
export interface AnalysisLoad {
  readonly workers: number;
  readonly active: number;
  readonly queued: number;
  readonly queueLimit: number;
}

/** Milliseconds that one photo spent in each stage. */
export interface AnalysisTimings {
  readonly queueMs: number;
  readonly decodeMs: number;
  readonly detectMs: number;
  readonly embedMs: number;
  readonly cropMs: number;
}

/** What is read anew whenever the metrics are asked for; what is left out is not reported. */
export interface MetricReadings {
  readonly analysisLoad?: () => AnalysisLoad;
  readonly stored?: () => Promise<{ readonly faces: number; readonly galleries: number }>;
  readonly index?: () => IndexReadings;
}

/** Values of labels come from tables only, never from a request, so their number is bounded. */
export interface RequestLabels {
  readonly dialect: string;
  readonly operation: string;
  /** HTTP status, or `aborted` when the client went away. */
  readonly status: string;
}

const REQUEST_BUCKETS_SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];
const STAGE_BUCKETS_SECONDS = [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const REQUEST_LABELS = ['dialect', 'operation', 'status'] as const;

/** Everything that `/metrics` shows. Make one for each server; `close` it in the end. */
export class Metrics {
  readonly #registry = new Registry();
  readonly #requests: Counter<'dialect' | 'operation' | 'status'>;
  readonly #seconds: Histogram<'dialect' | 'operation' | 'status'>;
  readonly #faults: Counter<'dialect' | 'code'>;
  readonly #stages: Histogram<'stage'>;

  constructor(readings: MetricReadings = {}) {
    const registers = [this.#registry];
    collectDefaultMetrics({ register: this.#registry });
    this.#requests = new Counter({
      name: 'likeness_http_requests_total',
      help: 'Requests answered, or given up by their client.',
      labelNames: REQUEST_LABELS,
      registers,
    });
    this.#seconds = new Histogram({
      name: 'likeness_http_request_duration_seconds',
      help: 'From the first byte of a request to the last of its answer.',
      labelNames: REQUEST_LABELS,
      buckets: REQUEST_BUCKETS_SECONDS,
      registers,
    });
    this.#faults = new Counter({
      name: 'likeness_faults_total',
      help: 'Requests refused, by the code of their fault.',
      labelNames: ['dialect', 'code'],
      registers,
    });
    this.#stages = new Histogram({
      name: 'likeness_analysis_stage_seconds',
      help: 'Seconds that a photo spends in each stage of its analysis.',
      labelNames: ['stage'],
      buckets: STAGE_BUCKETS_SECONDS,
      registers,
    });
    if (readings.analysisLoad) this.#reportLoad(readings.analysisLoad);
    if (readings.stored) this.#reportStored(readings.stored);
    if (readings.index) reportIndex(this.#registry, readings.index);
  }

  get contentType(): string {
    return this.#registry.contentType;
  }

  observeRequest(labels: RequestLabels, seconds: number): void {
    this.#requests.inc({ ...labels });
    this.#seconds.observe({ ...labels }, seconds);
  }

  countFault(dialect: string, code: FaultCode): void {
    this.#faults.inc({ dialect, code });
  }

  /** Call it with the timings of every analysed photo. */
  observeAnalysis(timings: AnalysisTimings): void {
    this.#stages.observe({ stage: 'queue' }, timings.queueMs / 1000);
    this.#stages.observe({ stage: 'decode' }, timings.decodeMs / 1000);
    this.#stages.observe({ stage: 'detect' }, timings.detectMs / 1000);
    this.#stages.observe({ stage: 'embed' }, timings.embedMs / 1000);
    this.#stages.observe({ stage: 'crop' }, timings.cropMs / 1000);
  }

  /** In the text form of Prometheus. */
  render(): Promise<string> {
    return this.#registry.metrics();
  }

  close(): void {
    this.#registry.clear();
  }

  #reportLoad(read: () => AnalysisLoad): void {
    const load = new Gauge({
      name: 'likeness_analysis_photos',
      help: 'Photos that are being analysed or wait for it, and how many may wait.',
      labelNames: ['state'],
      registers: [this.#registry],
      collect(): void {
        const { active, queued, queueLimit, workers } = read();
        load.set({ state: 'active' }, active);
        load.set({ state: 'queued' }, queued);
        load.set({ state: 'queue_limit' }, queueLimit);
        load.set({ state: 'workers' }, workers);
      },
    });
  }

  #reportStored(read: () => Promise<{ readonly faces: number; readonly galleries: number }>): void {
    const stored = new Gauge({
      name: 'likeness_stored',
      help: 'Faces that can be found, and galleries.',
      labelNames: ['kind'],
      registers: [this.#registry],
      async collect(): Promise<void> {
        const { faces, galleries } = await read();
        stored.set({ kind: 'faces' }, faces);
        stored.set({ kind: 'galleries' }, galleries);
      },
    });
  }
}
