/** Named points on the way of a mail, where a drill may kill the process. */
export type DeliveryPoint = 'before-claim' | 'after-claim' | 'before-data' | 'after-250';

export type AtPoint = (point: DeliveryPoint) => void;

export const passThrough: AtPoint = () => undefined;
