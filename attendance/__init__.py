"""Who was there, from when to when: leases turned into intervals, totals and sheets."""
