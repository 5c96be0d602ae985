/** The one cell of a grid that the Tab key reaches; row -1 is the head. */
export class Roving {
  row = $state(0);
  column = $state(0);

  /** Moves by a key; false when the key is none of the grid's. */
  move(event: KeyboardEvent, rows: number, columns: number, page: number): boolean {
    const row = (to: number): number => Math.max(-1, Math.min(rows - 1, to));
    const column = (to: number): number => Math.max(0, Math.min(columns - 1, to));
    const ends = event.ctrlKey || event.metaKey;
    switch (event.key) {
      case 'ArrowDown':
        this.row = row(this.row + 1);
        return true;
      case 'ArrowUp':
        this.row = row(this.row - 1);
        return true;
      case 'ArrowRight':
        this.column = column(this.column + 1);
        return true;
      case 'ArrowLeft':
        this.column = column(this.column - 1);
        return true;
      case 'PageDown':
        this.row = row(this.row + page);
        return true;
      case 'PageUp':
        this.row = Math.max(0, row(this.row - page));
        return true;
      case 'Home':
        if (ends) this.row = 0;
        this.column = 0;
        return true;
      case 'End':
        if (ends) this.row = row(rows);
        this.column = column(columns);
        return true;
      default:
        return false;
    }
  }
}
