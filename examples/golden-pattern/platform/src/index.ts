export * from './acme-platform';
export * from './public-web-service';
