/** How times are shown; set from the preferences. */
class TimeDisplay {
  utc = $state(false);
  iso = $state(false);
}

export const timeDisplay = new TimeDisplay();
