/** How times are shown; set from the preferences and the client that is open. */
class TimeDisplay {
  /** IANA name; none = this computer's. */
  zone = $state<string | null>(null);
  iso = $state(false);
}

export const timeDisplay = new TimeDisplay();
