// `npx hardhat ignition deploy ignition/modules/Concordat.ts --network …`: the same deployment as
// `concordat deploy`.
import { deploymentModule } from "../../client/app/deploy/module.ts";

export default deploymentModule;
