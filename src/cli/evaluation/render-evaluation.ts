import type { Evaluation } from '../../services/evaluate-packs.ts';
import { type Column, renderTable } from '../table.ts';
import { type FigureRow, figureGroups } from './figure-rows.ts';

/** Every figure as a table for the terminal, one column a pack. */
export function renderEvaluation({ packs }: Evaluation): string {
  const columns: Column<FigureRow>[] = [
    { heading: '', cell: ({ figure }) => figure },
    ...packs.map(({ pack }, index) => ({
      heading: pack.id,
      cell: ({ values }: FigureRow) => values[index] ?? '',
    })),
  ];
  const rows = figureGroups(packs).flatMap(({ heading, rows }) => [
    { figure: '', values: [] },
    { figure: heading.toUpperCase(), values: [] },
    ...rows,
  ]);
  return renderTable(rows, columns);
}
