/** The methods that pages of other origins may use where none are stated and the controller would allow the simple ones alone. */
export const USUAL_METHODS: string[] = ['GET', 'PUT', 'POST', 'DELETE', 'PATCH', 'OPTIONS'];
