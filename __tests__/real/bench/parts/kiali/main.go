// Kiali's validations without Kiali: reads manifests, runs the checks that Kiali runs over a cluster that holds them, and prints
// what they say of the objects in the files, as JSON.
//
//	kiali-checks FILE... < SURROUNDINGS
//
// The surroundings, a JSON array of objects, are in the cluster too, and nothing is said of them.
package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"

	networking "istio.io/client-go/pkg/apis/networking/v1"
	core "k8s.io/api/core/v1"
	meta "k8s.io/apimachinery/pkg/apis/meta/v1"
	k8syaml "k8s.io/apimachinery/pkg/util/yaml"
	gatewayapi "sigs.k8s.io/gateway-api/apis/v1"
	"sigs.k8s.io/yaml"

	"github.com/kiali/kiali/business/checkers"
	"github.com/kiali/kiali/config"
	"github.com/kiali/kiali/kubernetes"
	"github.com/kiali/kiali/models"
)

type head struct {
	APIVersion string          `json:"apiVersion"`
	Kind       string          `json:"kind"`
	Metadata   meta.ObjectMeta `json:"metadata"`
}

// world is what the cluster holds.
type world struct {
	list       models.IstioConfigList
	workloads  map[string]models.WorkloadList
	registry   []*kubernetes.RegistryService
	namespaces map[string]bool
	// Objects of the files, by kind, namespace and name.
	asked map[string]bool
}

type finding struct {
	Code     string `json:"code"`
	Severity string `json:"severity"`
	Object   string `json:"object"`
	Message  string `json:"message"`
}

func main() {
	config.Set(config.NewConfig())
	w := &world{
		workloads:  map[string]models.WorkloadList{},
		namespaces: map[string]bool{},
		asked:      map[string]bool{},
	}
	var surroundings []json.RawMessage
	if err := json.NewDecoder(os.Stdin).Decode(&surroundings); err != nil && err != io.EOF {
		fail(err)
	}
	for _, one := range surroundings {
		w.add(one, false)
	}
	for _, file := range os.Args[1:] {
		text, err := os.ReadFile(file)
		if err != nil {
			fail(err)
		}
		reader := k8syaml.NewYAMLReader(bufio.NewReader(bytes.NewReader(text)))
		for {
			document, err := reader.Read()
			if err != nil {
				break
			}
			// What cannot be read is in no cluster.
			if object, err := yaml.YAMLToJSON(document); err == nil {
				w.add(object, true)
			}
		}
	}
	if err := json.NewEncoder(os.Stdout).Encode(w.check()); err != nil {
		fail(err)
	}
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}

func (w *world) add(object []byte, isAsked bool) {
	var h head
	if json.Unmarshal(object, &h) != nil || h.Kind == "" {
		return
	}
	if h.Metadata.Namespace == "" {
		h.Metadata.Namespace = "default"
	}
	into := func(target meta.Object) bool {
		if json.Unmarshal(object, target) != nil {
			return false
		}
		target.SetNamespace(h.Metadata.Namespace)
		return true
	}
	switch h.Kind {
	case "Namespace":
		w.namespaces[h.Metadata.Name] = true
		return
	case "VirtualService":
		own := &networking.VirtualService{}
		if into(own) {
			w.list.VirtualServices = append(w.list.VirtualServices, own)
		}
	case "DestinationRule":
		own := &networking.DestinationRule{}
		if into(own) {
			w.list.DestinationRules = append(w.list.DestinationRules, own)
		}
	case "ServiceEntry":
		own := &networking.ServiceEntry{}
		if into(own) {
			w.list.ServiceEntries = append(w.list.ServiceEntries, own)
		}
	case "WorkloadEntry":
		own := &networking.WorkloadEntry{}
		if into(own) {
			w.list.WorkloadEntries = append(w.list.WorkloadEntries, own)
		}
	case "Sidecar":
		own := &networking.Sidecar{}
		if into(own) {
			w.list.Sidecars = append(w.list.Sidecars, own)
		}
	case "Gateway":
		if len(h.APIVersion) > 7 && h.APIVersion[:7] == "gateway" {
			own := &gatewayapi.Gateway{}
			if into(own) {
				w.list.K8sGateways = append(w.list.K8sGateways, own)
			}
			break
		}
		own := &networking.Gateway{}
		if into(own) {
			w.list.Gateways = append(w.list.Gateways, own)
		}
	case "HTTPRoute":
		own := &gatewayapi.HTTPRoute{}
		if into(own) {
			setDefaults(own)
			w.list.K8sHTTPRoutes = append(w.list.K8sHTTPRoutes, own)
		}
	case "Service":
		own := &core.Service{}
		if into(own) {
			w.registry = append(w.registry, registered(own))
		}
	case "Pod":
		w.addWorkload(h.Metadata.Namespace, h.Metadata.Name, h.Metadata.Labels)
	case "Deployment", "StatefulSet":
		var own struct {
			Spec struct {
				Template struct {
					Metadata meta.ObjectMeta `json:"metadata"`
				} `json:"template"`
			} `json:"spec"`
		}
		if json.Unmarshal(object, &own) == nil {
			w.addWorkload(h.Metadata.Namespace, h.Metadata.Name, own.Spec.Template.Metadata.Labels)
		}
	}
	w.namespaces[h.Metadata.Namespace] = true
	if isAsked {
		w.asked[h.Metadata.Namespace+"/"+h.Metadata.Name] = true
	}
}

// setDefaults fills in what the API server does: Kiali takes it for granted.
func setDefaults(route *gatewayapi.HTTPRoute) {
	group, kind := gatewayapi.Group(gatewayapi.GroupName), gatewayapi.Kind("Gateway")
	for i := range route.Spec.ParentRefs {
		parent := &route.Spec.ParentRefs[i]
		if parent.Group == nil {
			parent.Group = &group
		}
		if parent.Kind == nil {
			parent.Kind = &kind
		}
	}
	core, service := gatewayapi.Group(""), gatewayapi.Kind("Service")
	for _, rule := range route.Spec.Rules {
		for i := range rule.BackendRefs {
			backend := &rule.BackendRefs[i]
			if backend.Group == nil {
				backend.Group = &core
			}
			if backend.Kind == nil {
				backend.Kind = &service
			}
		}
	}
}

func (w *world) addWorkload(namespace, name string, labels map[string]string) {
	list := w.workloads[namespace]
	list.Namespace = namespace
	list.Workloads = append(list.Workloads, models.WorkloadListItem{
		Name: name, Namespace: namespace, Labels: labels, IstioSidecar: true,
	})
	w.workloads[namespace] = list
}

// registered is a Service as istiod's registry has it.
func registered(service *core.Service) *kubernetes.RegistryService {
	own := &kubernetes.RegistryService{}
	own.Hostname = service.Name + "." + service.Namespace + ".svc.cluster.local"
	own.Attributes.ServiceRegistry = "Kubernetes"
	own.Attributes.Name = service.Name
	own.Attributes.Namespace = service.Namespace
	own.Attributes.Labels = service.Labels
	own.Attributes.LabelSelectors = service.Spec.Selector
	for _, port := range service.Spec.Ports {
		own.Ports = append(own.Ports, struct {
			Name     string `json:"name,omitempty"`
			Port     int    `json:"port"`
			Protocol string `json:"protocol,omitempty"`
		}{port.Name, int(port.Port), "HTTP"})
	}
	return own
}

func (w *world) check() []finding {
	var namespaces models.Namespaces
	for name := range w.namespaces {
		namespaces = append(namespaces, models.Namespace{Name: name})
	}
	list := &w.list
	mtls := kubernetes.MTLSDetails{DestinationRules: list.DestinationRules, EnabledAutoMtls: true}
	classes := []config.GatewayAPIClass{{Name: "Istio", ClassName: "istio"}}
	all := []interface {
		Check() models.IstioValidations
	}{
		checkers.NoServiceChecker{Namespaces: namespaces, IstioConfigList: list, WorkloadsPerNamespace: w.workloads, AuthorizationDetails: &kubernetes.RBACDetails{}, RegistryServices: w.registry, PolicyAllowAny: true},
		checkers.VirtualServiceChecker{Namespaces: namespaces, VirtualServices: list.VirtualServices, DestinationRules: list.DestinationRules},
		checkers.DestinationRulesChecker{Namespaces: namespaces, DestinationRules: list.DestinationRules, MTLSDetails: mtls, ServiceEntries: list.ServiceEntries},
		checkers.GatewayChecker{Gateways: list.Gateways, WorkloadsPerNamespace: w.workloads},
		checkers.ServiceEntryChecker{ServiceEntries: list.ServiceEntries, Namespaces: namespaces, WorkloadEntries: list.WorkloadEntries},
		checkers.SidecarChecker{Sidecars: list.Sidecars, Namespaces: namespaces, WorkloadsPerNamespace: w.workloads, ServiceEntries: list.ServiceEntries, RegistryServices: w.registry},
		checkers.K8sGatewayChecker{K8sGateways: list.K8sGateways, GatewayClasses: classes},
		checkers.K8sHTTPRouteChecker{K8sHTTPRoutes: list.K8sHTTPRoutes, K8sGateways: list.K8sGateways, Namespaces: namespaces, RegistryServices: w.registry},
	}
	found := []finding{}
	for _, checker := range all {
		for key, validation := range checker.Check() {
			if !w.asked[key.Namespace+"/"+key.Name] {
				continue
			}
			for _, one := range validation.Checks {
				found = append(found, finding{one.Code, string(one.Severity), key.ObjectType + " " + key.Namespace + "/" + key.Name, one.Message})
			}
		}
	}
	return found
}
