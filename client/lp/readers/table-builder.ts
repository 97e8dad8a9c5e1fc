// A model builder whose errors and remarks name the cell of a table.
import type { InputPlace } from "../../errors.ts";
import { field } from "../model/model.ts";
import { ModelBuilder } from "./builder.ts";
import { cellName } from "./cells.ts";

export class TableBuilder extends ModelBuilder {
  readonly #sheet: string | null;
  /** Columns of what errors name when the whole table has been read. */
  readonly #columns = new Map<string, number>();
  #column = 0;

  /** `sheet`: its name; null for a file that is one table. */
  constructor(file: string, sheet: string | null) {
    super(file, () => '"none" in a row whose sense is "lower"');
    this.#sheet = sheet;
  }

  /** The place of a cell, which later errors name if they say nothing else. */
  at(line: number, column: number, fieldName?: string): InputPlace {
    this.#column = column;
    return this.place(line, fieldName);
  }

  addVariableAt(name: string, column: number, line: number): number {
    this.#column = column;
    const variable = this.addVariable(name, line);
    this.#columns.set(field.bound(name), column).set(`variable ${name}`, column);
    return variable;
  }

  /** `column`: that of the right-hand sides. */
  addRowAt(name: string, column: number, line: number): number {
    this.#column = 0;
    const row = this.addRow(name, line);
    this.#columns.set(field.side(name), column).set(`row ${name}`, 0);
    return row;
  }

  override place(line: number, fieldName?: string): InputPlace {
    const column = (fieldName === undefined ? undefined : this.#columns.get(fieldName)) ?? this.#column;
    return { ...super.place(line, fieldName), cell: cellName(this.#sheet, line, column) };
  }
}
