import type { IconName } from './icons';

export interface MenuItem {
  readonly label: string;
  readonly icon?: IconName;
  /** With a tenant's own text in it, which is covered while names are. */
  readonly own?: boolean;
  readonly onselect: () => void;
}
