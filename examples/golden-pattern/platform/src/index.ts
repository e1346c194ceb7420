export { AcmeCluster, AcmePlatform } from './acme-platform';
export { PublicWebService, PublicWebServiceProps } from './public-web-service';
