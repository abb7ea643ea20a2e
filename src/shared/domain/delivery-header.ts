// The header that marks what Hookline sends, so that it knows its own deliveries when an address leads back to it.

/** Its value names one run of Hookline. A header of another run's stays beside ours, so that circles of several end, too. */
export const DELIVERY_HEADER = 'Hookline-Delivery';

/** `hookline` in the body of the 508 that such a delivery is answered with. */
export const LOOP_MARK = 'loop';
