/** A column of a view (store::ColumnSpec), as the contract's COLUMNS lists it. */
interface ColumnSpec {
  readonly id: string;
  readonly kind: 'text' | 'number' | 'percent' | 'time' | 'bool' | 'choice' | 'list';
  readonly sortable: boolean;
  readonly hidden: boolean;
}
